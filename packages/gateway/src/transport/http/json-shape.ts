import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from '../../platform/values/json-marks.ts'

/** Levels of nesting; the contract's deepest body has five. */
export const DEEPEST = 64

/**
 * The most members and items of a whole body. The largest that an operation needs has some 300. The cost of parsing and
 * checking depends on their number, not on the bytes.
 */
const MOST_VALUES = 1000

/** Checks the next bytes; returns what is wrong, or undefined as long as nothing is. */
export type ShapeCheck = (bytes: Uint8Array) => string | undefined

/**
 * Bounds depth and number of values of JSON while it comes in, before anything is built from it. It looks at each byte
 * once, which takes about 1 ns. The parser decides later whether the text is JSON at all. In UTF-8, the bytes of a
 * character beyond ASCII never equal one of the marks that are compared here.
 */
export function createShapeCheck(mostValues = MOST_VALUES): ShapeCheck {
  let depth = 0
  let values = 0
  let inText = false
  let escaped = false

  return (bytes) => {
    for (const byte of bytes) {
      if (escaped) escaped = false
      else if (inText) {
        if (byte === QUOTE) inText = false
        else if (byte === BACKSLASH) escaped = true
      } else if (byte === QUOTE) inText = true
      else if (byte === COMMA) values += 1
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        values += 1
        depth += 1
        if (depth > DEEPEST) return `must not nest deeper than ${DEEPEST} levels`
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1
      if (values > mostValues) return `must not have more than ${mostValues} fields and items`
    }
    return undefined
  }
}
