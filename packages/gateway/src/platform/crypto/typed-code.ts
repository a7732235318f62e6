/**
 * A code as it was sent, however it was typed: full-width digits and letters (of keyboards for Chinese and Japanese)
 * become ASCII (NFKC); spaces and hyphens of every kind are dropped.
 */
export function readTypedCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')
}
