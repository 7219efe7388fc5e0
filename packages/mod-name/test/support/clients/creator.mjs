// Creates one pool many times at once when told to.
import { PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { args, hear, leave, open, tell } from './program.mjs';

const { chi } = await open();
await tell('ready');
await hear();
const clients = Array.from({ length: args.count }, () => new modName.Client(chi, PoolId.null));
const made = await Promise.all(clients.map((each) => each.create({ poolName: args.name, containers: 2 })));
const answers = await Promise.all(clients.map((each) => each.custom({ data: 'x', operationId: 1 })));
await tell({ ids: made.map(({ poolId }) => poolId.toString()), answers: answers.map(({ data }) => data) });
await chi.close();
leave();
