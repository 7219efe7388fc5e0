/** chimaera_mod.lock.json, laid out as the repository's formatter would. */
import { LOCK_FORMAT, type Lock } from '../model/lock.js';
import { hexHash } from './text.js';

/** @param command the command that writes it again */
export function emitLockFile(lock: Lock, command: string): string {
  const methods = lock.methods.map(({ name, id, layoutHash, bytes, fields }) => [
    name,
    {
      id,
      layoutHash: hexHash(layoutHash),
      bytes,
      fields: Object.fromEntries(
        fields.map((field) => [field.name, `${field.direction} ${field.type} @${field.offset}`]),
      ),
    },
  ]);
  const content = {
    note: `What clients that are built already rely on. Written by \`${command}\`; commit it, do not edit it.`,
    format: LOCK_FORMAT,
    ...(lock.isDraft && { draft: true }),
    module: lock.module,
    version: lock.version,
    methods: Object.fromEntries(methods) as object,
    createParams: Object.fromEntries(lock.createParams.map(({ name, type }) => [name, type])),
    enums: lock.enums,
    reserved: lock.reserved,
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
