// Adapts documents of the workspace for installed packages: links lead to where things are then.
import { posix } from 'node:path';

const LINK = /(!?)\[([^\]]*)\]\(([^)\s]+)\)/g;
/** The parts of a package that are published. */
const SHIPPED = /^(README\.md|LICENSE|package\.json|chimaera_mod\.yaml|(src|dist|docs|bin)\/(?!demo\/).*)$/;

export class InstalledLinks {
  /** Where folders of the workspace are below node_modules. */
  #places = new Map([
    ['docs', '@chimaera/core/docs'],
    ['templates', '@chimaera/codegen/dist/templates'],
  ]);

  /** @param packages names by directory, such as 'packages/core' */
  constructor(packages) {
    for (const [dir, name] of packages) this.#places.set(dir, name);
  }

  /** The text of `file`, a path in the workspace. Links to what is not installed become plain names. */
  rewrite(file, text) {
    const from = posix.dirname(this.#placeOf(file));
    return text.replace(LINK, (link, image, label, target) => {
      if (/^[a-z]+:|^#/.test(target)) return link;
      const [path, anchor] = target.split('#');
      const place = this.#placeOf(posix.normalize(posix.join(posix.dirname(file), path)));
      if (place === undefined) return label;
      const to = posix.relative(from, place);
      return `${image}[${label}](${to}${anchor === undefined ? '' : `#${anchor}`})`;
    });
  }

  /** Undefined for what is not published. */
  #placeOf(path) {
    for (const [folder, place] of this.#places) {
      if (path === folder) return place;
      if (!path.startsWith(`${folder}/`)) continue;
      const rest = path.slice(folder.length + 1);
      return folder.includes('/') && !SHIPPED.test(rest) ? undefined : `${place}/${rest}`;
    }
    return undefined;
  }
}
