/** TypeScript does not find the type declarations that the package contains. */
declare module 'unicode-confusables' {
  /** The text with each character replaced by its prototype in confusables.txt of UTS 39, once. */
  export function rectifyConfusion(text: string): string
}
