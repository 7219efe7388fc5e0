// An ESLint rule: which folders may import which inside a `src` folder, and inside folders of it that have layers of
// their own. It looks only at relative imports (static, re-exported, dynamic with a literal, and types), so it resolves
// nothing and costs nothing.
import { dirname, join, relative, resolve, sep } from 'node:path';

const WORKSPACE = join(import.meta.dirname, '..', '..');

/**
 * One option for each root that has layers, the outermost first. `root` is relative to the workspace. `layers` maps a
 * layer, which is a folder or a file directly below `root`, to the layers that it may import besides itself; `'*'` for
 * any. `*.ts` stands for all files there that are not named. `tools` maps a package to the only layer that may import
 * it.
 */
export const importLayers = {
  meta: {
    type: 'problem',
    schema: { type: 'array', items: { type: 'object' } },
    messages: {
      unknown: "'{{layer}}' is in no layer of {{root}}: give it a place in eslint.config.mjs.",
      upward:
        "'{{from}}' must not import '{{to}}': it may import only {{allowed}} (layers in eslint.config.mjs).",
      outside: "'{{from}}' imports '{{source}}', outside {{root}}: use the package's name.",
      tool: "only '{{owner}}' may import the package '{{source}}'.",
    },
  },
  create(context) {
    const [outer, ...inner] = context.options;
    const scopes = [outer, ...inner.filter(({ root }) => isBelow(root, context.filename))];
    const checks = scopes.map((scope) => checkIn(scope, context, scope === outer));
    const ofSource = ({ source }) => {
      if (typeof source?.value === 'string') for (const check of checks) check(source, source.value);
    };
    return {
      Program(node) {
        for (const { root, layers } of scopes) {
          const layer = layerOf(root, context.filename);
          if (allowedFrom(layers, layer) === undefined)
            context.report({ node, messageId: 'unknown', data: { layer, root } });
        }
      },
      ImportDeclaration: ofSource,
      ExportNamedDeclaration: ofSource,
      ExportAllDeclaration: ofSource,
      ImportExpression: ofSource,
      TSImportType: ofSource,
    };
  },
};

/** @param isOutermost whether imports by a path that leads out of the root are forbidden */
function checkIn({ root, layers, tools = {} }, context, isOutermost) {
  const from = layerOf(root, context.filename);
  const allowed = allowedFrom(layers, from);
  return (node, source) => {
    const report = (messageId, data) =>
      context.report({ node, messageId, data: { root, from, source, ...data } });
    const owner = tools[source];
    if (owner !== undefined && owner !== from) report('tool', { owner });
    if (!source.startsWith('.')) return;
    const to = layerOf(root, resolve(dirname(context.filename), source));
    if (to === '..') {
      if (isOutermost) report('outside');
    } else if (allowed !== undefined && allowed !== '*' && to !== from && !allowed.includes(to)) {
      report('upward', { to, allowed: allowed.length > 0 ? allowed.join(', ') : 'itself' });
    }
  };
}

function allowedFrom(layers, layer) {
  return layers[layer] ?? (layer.endsWith('.ts') ? layers['*.ts'] : undefined);
}

/** The folder or file directly below `root` to which a file belongs; '..' if it lies elsewhere. */
function layerOf(root, file) {
  return relative(resolve(WORKSPACE, root), file).split(sep)[0].replace(/\.js$/, '.ts');
}

function isBelow(root, file) {
  return layerOf(root, file) !== '..';
}
