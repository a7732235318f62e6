import { type Html, html } from '../values/html.ts'

/** The attributes of the root element of a document whose texts are in that language (RFC 5646). */
export function languageAttributes(language: string): Html {
  const isRightToLeft = new Intl.Locale(language).getTextInfo().direction === 'rtl'
  return html`lang="${language}"${isRightToLeft && html` dir="rtl"`}`
}
