// Sends a runtime's control plane what its input says, prints the answers, and outlives the connection.
import { connect } from 'node:net';
import { join } from 'node:path';
import { setInterval } from 'node:timers';

const socket = connect(join(process.argv[2], 'control.sock'));
socket.pipe(process.stdout);
process.stdin.pipe(socket);
process.stdin.once('end', () => socket.destroy());
socket.once('close', () => process.stdout.end());
setInterval(() => undefined, 1000);
