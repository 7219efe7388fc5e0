// An ESLint rule: who may import whom inside one `src` folder. It looks at relative imports alone (static,
// re-exported, dynamic with a literal, and types), so it resolves nothing and costs nothing.
import { dirname, join, relative, resolve, sep } from 'node:path';

const WORKSPACE = join(import.meta.dirname, '..', '..');

/**
 * `root` is meant from the workspace. `layers` maps a layer, a folder or a file directly below `root`, to the layers it
 * may import beside itself; `'*'` for any. `tools` maps a package to the only layer that may import it.
 */
export const importLayers = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: {
      unknown: "'{{layer}}' is in no layer of {{root}}: give it a place in eslint.config.mjs.",
      upward:
        "'{{from}}' must not import '{{to}}': it may import only {{allowed}} (layers in eslint.config.mjs).",
      outside: "'{{from}}' imports '{{source}}', outside {{root}}: use the package's name.",
      tool: "only '{{owner}}' may import the package '{{source}}'.",
    },
  },
  create(context) {
    const { root, layers, tools = {} } = context.options[0];
    const rootPath = resolve(WORKSPACE, root);
    const layerOf = (file) => relative(rootPath, file).split(sep)[0].replace(/\.js$/, '.ts');
    const from = layerOf(context.filename);
    const allowed = layers[from];

    function check(node, source) {
      if (typeof source !== 'string') return;
      const report = (messageId, data) =>
        context.report({ node, messageId, data: { root, from, source, ...data } });
      const owner = tools[source];
      if (owner !== undefined && owner !== from) report('tool', { owner });
      if (!source.startsWith('.')) return;
      const to = layerOf(resolve(dirname(context.filename), source));
      if (to === '..') return report('outside');
      if (allowed === undefined || allowed === '*' || to === from || allowed.includes(to)) return;
      report('upward', { to, allowed: allowed.length > 0 ? allowed.join(', ') : 'itself' });
    }

    const ofSource = (node) => node.source && check(node.source, node.source.value);
    return {
      Program: (node) => {
        if (allowed === undefined)
          context.report({ node, messageId: 'unknown', data: { layer: from, root } });
      },
      ImportDeclaration: ofSource,
      ExportNamedDeclaration: ofSource,
      ExportAllDeclaration: ofSource,
      ImportExpression: ofSource,
      TSImportType: ofSource,
    };
  },
};
