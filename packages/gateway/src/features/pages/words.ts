import type { Branding } from '../../platform/branding/branding.ts'
import { fill, type Holes } from '../../platform/branding/texts.ts'
import { type Fragment, type Html, html } from '../../platform/values/html.ts'

type Lines = Readonly<Record<string, string>>

/** The texts of a page by their names, and the name of the page: under both, branding.json may replace them. */
export type PageTexts<T extends Lines = Lines> = { readonly page: string; readonly texts: T }

export const pageTexts = <const T extends Lines>(page: string, texts: T): PageTexts<T> => ({ page, texts })

/** A text as content of a page. Its values are escaped unless they are markup. */
export type Say<T extends Lines> = <Name extends keyof T & string>(
  name: Name,
  ...[values]: [Holes<T[Name]>] extends [never] ? [] : [values: Record<Holes<T[Name]>, Fragment>]
) => Html

/** What pages say, in the words of one brand. */
export type Words = {
  say<T extends Lines>(texts: PageTexts<T>): Say<T>
  /** For a title, which has no marks and no values of its own. */
  plain<T extends Lines>(texts: PageTexts<T>, name: keyof T & string): string
  /** RFC 5646. */
  language: string
}

export function createWords(branding?: Pick<Branding, 'appName' | 'language' | 'texts'>): Words {
  const { appName, language = 'en', texts: replaced = {} } = branding ?? {}
  const ofBrand: Record<string, string> = appName === undefined ? {} : { app_name: appName }
  const textOf = ({ page, texts }: PageTexts, name: string) => replaced[page]?.[name] ?? texts[name] ?? ''
  return {
    language,
    say:
      (texts) =>
      (name, ...[values]) =>
        marked(textOf(texts, name), { ...(values as Record<string, Fragment> | undefined), ...ofBrand }),
    plain(texts, name) {
      const { words, values } = fill(textOf(texts, name), ofBrand)
      return String.raw({ raw: words }, ...values)
    },
  }
}

/** Whatever else somebody has typed is text: `**…**` is strong and `…` in backticks a command, and nothing is markup. */
function marked(text: string, values: Readonly<Record<string, Fragment>>): Html {
  const parts = text.split(/\*\*(.+?)\*\*|`([^`]+)`/)
  return html`${parts.map((part, index) => {
    if (part === undefined) return undefined
    const content = filled(part, values)
    return [content, html`<strong>${content}</strong>`, html`<code>${content}</code>`][index % 3]
  })}`
}

function filled(text: string, given: Readonly<Record<string, Fragment>>): Fragment {
  const { words, values } = fill(text, given)
  return words.map((word, index) => [word, values[index]])
}
