// What all client programs share: their argument, and messages to the test that started them.
import { connect, PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';

/** What the test passed. */
export const args = JSON.parse(process.argv[2]);

/** Resolves when the test can read it, so that the program may block or die afterwards. */
export function tell(message) {
  return new Promise((resolve, reject) => {
    process.send(message, (error) => (error ? reject(error) : resolve()));
  });
}

/** The next message of the test. */
export function hear() {
  return new Promise((resolve) => process.once('message', resolve));
}

/** The test has ended, or died: nobody else looks after this process. */
const onDisconnect = () => process.exit(3);
process.on('disconnect', onDisconnect);

/** Lets the process end when it has nothing left to do. */
export function leave() {
  process.off('disconnect', onDisconnect);
  process.disconnect();
}

export async function open() {
  const chi = await connect({ dir: args.dir, waitServerSeconds: 0 });
  const mod = new modName.Client(chi, PoolId.parse(args.pool ?? '7000.0'));
  return { chi, mod };
}

/** For messages: an error as it can be sent. */
export function described(error) {
  return { code: error.code ?? error.name, message: error.message };
}
