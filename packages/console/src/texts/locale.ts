/**
 * The first of the reader's languages for which there are texts; otherwise English. `wanted`: `navigator.languages`, the
 * most wanted first. A text in another variety of a language is better than one in another language.
 */
export function chooseLocale(wanted: readonly string[], available: readonly string[]): string {
  for (const tag of wanted) {
    const found =
      available.find((each) => each.toLowerCase() === tag.toLowerCase()) ??
      available.find((each) => languageOf(each) === languageOf(tag))
    if (found !== undefined) return found
  }
  return 'en'
}

/** For dates and numbers in those texts: as the reader's country writes them, if it is the same language. */
export const chooseFormat = (locale: string, wanted: readonly string[]): string =>
  wanted.find((tag) => languageOf(tag) === languageOf(locale)) ?? locale

const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'])
export const directionOf = (locale: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(languageOf(locale)) ? 'rtl' : 'ltr')

const languageOf = (tag: string): string => tag.toLowerCase().split('-', 1)[0] ?? ''
