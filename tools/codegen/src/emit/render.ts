/** File skeletons are Handlebars templates. What goes into them is TypeScript, so nothing is escaped. */
import Handlebars from 'handlebars';

const compiled = new Map<string, Handlebars.TemplateDelegate>();

export function render(template: string, values: object): string {
  let fill = compiled.get(template);
  if (fill === undefined) {
    compiled.set(template, (fill = Handlebars.compile(template, { noEscape: true, strict: true })));
  }
  return fill(values);
}
