// On Node 20 and 22, contexts of node:vm, in which some test runners load code, have no Symbol.dispose: classes would
// get a method called `undefined`, and `using` would fail. These are the symbols of Node's own objects.
const symbols = Symbol as { dispose?: symbol; asyncDispose?: symbol };

symbols.dispose ??= Symbol.for('nodejs.dispose');
symbols.asyncDispose ??= Symbol.for('nodejs.asyncDispose');
