// Has each of the named contenders answer, in every form that it offers, and prints the names of those that answered
// correctly.
const dist = new URL('../../dist/', import.meta.url);
const { loadContender } = await import(new URL('contenders/index.js', dist));
const { checkOutput, inputOf } = await import(new URL('task.js', dist));
const { checkShifted } = await import(new URL('region.js', dist));

for (const id of process.argv.slice(2)) {
  const contender = await loadContender(id);
  const missing = contender.missing?.();
  if (missing !== undefined) {
    console.log(`${id}: ${missing}`);
    continue;
  }
  const session = await contender.open();
  try {
    await check(session);
    console.log(`${id}: answers`);
  } finally {
    await session.close();
  }
}
process.exit();

async function check(session) {
  const call = async (_, i) => checkOutput(i, await session.call(i, inputOf(i)));
  await call(undefined, 0);
  // more than any contender has under way at once with its own settings
  await Promise.all(Array.from({ length: 150 }, call));
  if (session.callSync) checkOutput(7, session.callSync(7, inputOf(7)));
  if (session.submit) {
    const handle = session.submit(8, inputOf(8));
    await handle.wait();
    checkOutput(8, handle);
    handle.dispose();
  }
  if (session.openRegion) {
    const region = await session.openRegion(1000);
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    region.bytes.set(bytes);
    checkShifted(bytes, await region.exchange());
    region.close();
    await call(undefined, 9);
  }
}
