import type { CallOptions, ContainerClient } from '@chimaera/core';

type Form = (type: unknown, input: unknown, options?: CallOptions) => unknown;

/** Sends every task of the client through its serializers (design D13). */
export function serialised<T extends ContainerClient>(client: T): T {
  const forms = client as unknown as Record<string, Form>;
  for (const name of ['call', 'callSync', 'submit', 'prepare']) {
    const plain = forms[name].bind(client);
    forms[name] = (type, input, options) => plain(type, input, { ...options, forceNet: true });
  }
  return client;
}
