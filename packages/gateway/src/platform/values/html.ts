/**
 * A piece of markup that is safe to put into a page. The key is a symbol of this module, so nothing that came out of
 * JSON or a form can pass for markup.
 */
export type Html = { readonly [markup]: string }
const markup: unique symbol = Symbol('markup')

/** What a placeholder of `html` takes: text (escaped), markup (kept), a list of either, or nothing. */
export type Fragment = Html | string | number | undefined | false | readonly Fragment[]

/**
 * Markup from a template literal: every placeholder is escaped unless it is markup already. Right for text and for
 * quoted attribute values; never place a value inside `<style>`, an unquoted attribute, or an attribute that runs code.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  let result = strings[0] ?? ''
  values.forEach((value, index) => {
    result += rendered(value) + (strings[index + 1] ?? '')
  })
  return { [markup]: result }
}

/** The finished markup as a string, for a response or a mail part. */
export function toMarkup(fragment: Html): string {
  return fragment[markup]
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text made inert for element content and quoted attributes (HTML Standard, 13.1.2). */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}

function rendered(value: Fragment): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  if (isList(value)) return value.map(rendered).join('')
  return value[markup]
}

function isList(value: Html | readonly Fragment[]): value is readonly Fragment[] {
  return Array.isArray(value)
}
