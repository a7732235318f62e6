/** For people who read lists and receipts: one line, and nothing that turns the writing around. */
const NOT_IN_NAME = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** Whether a gateway takes it as the name of a verifier (docs/verifier-protocol.md, "hello"). */
export function isName(text: string): boolean {
  return text.length >= 1 && text.length <= 100 && text.isWellFormed() && !NOT_IN_NAME.test(text)
}

export const NAME_RULE =
  'must have 1 to 100 UTF-16 code units (most emoji count as two), in one line, without control and formatting characters'
