import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUploadReader } from './upload-reader.ts'

/** Reads a body that comes in pieces of these lengths, over and over. */
function read(body: string, lengths: number[] = [body.length]) {
  const bytes = Buffer.from(body)
  const kept: Buffer[] = []
  const reader = createUploadReader(1000, (piece) => void kept.push(Buffer.from(piece)))
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1)
    reader.take(bytes.subarray(at, at + length))
    at += length
  }
  return { rest: Buffer.concat(kept).toString(), file: reader.file() }
}

describe('reading an upload piece by piece', () => {
  it('gives the bytes of the file and the rest of the body, wherever it is cut', () => {
    const others = fc.dictionary(
      fc.string().filter((name) => name !== 'file' && name !== '__proto__'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        others,
        others,
        fc.nat(3),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (bytes, before, after, spaces, lengths) => {
          const text = Buffer.from(bytes).toString('base64')
          const body = { ...before, file: text, ...after }
          const { rest, file } = read(JSON.stringify(body, null, spaces), lengths)
          expect(Buffer.from(file ?? []).equals(bytes)).toBe(true)
          expect(JSON.parse(rest)).toEqual(JSON.parse(JSON.stringify({ ...body, file: '' })))
        },
      ),
    )
  })

  it('reads what encoders write that escape a slash, a plus or the padding', () => {
    const bytes = Buffer.from('fbffbf3f', 'hex')
    expect(bytes.toString('base64')).toBe('+/+/Pw==')
    for (const text of ['+\\/+\\/Pw==', '\\u002b\\/\\u002B\\u002fPw\\u003d\\u003D'])
      for (let length = 1; length < 9; length += 1)
        expect(Buffer.from(read(`{"file":"${text}"}`, [length]).file ?? []).equals(bytes)).toBe(true)
  })

  it.each([
    ['white space', 'AAAA    AAAA'],
    ['a line break', 'AAAA\nAAAA'],
    ['an escaped line break', 'AAAA\\nAAAA'],
    ['padding in the middle', 'AA==AAAA'],
    ['too little padding', 'AA='],
    ['none', 'AA'],
    ['bits beyond the last byte', 'AB=='],
    ['characters of base64url', 'AA-_'],
    ['characters beyond ASCII', 'AA\u00e9\u00e9'],
    ['an escaped backslash before a slash', 'AAA\\\\/'],
    ['an escape that has only begun', 'AAAA\\u00'],
  ])('gives no bytes for base64 with %s, wherever it is cut', (_what, text) => {
    for (let length = 1; length < 14; length += 1) expect(read(`{"file":"${text}"}`, [length]).file).toHaveLength(0)
  })

  it('takes no other text for the file', () => {
    for (const body of [
      '{"a":{"file":"AAAA"}}',
      '{"a":[{"file":"AAAA"}]}',
      '{"file ":"AAAA","afile":"AAAA","fil":"AAAA","files":"AAAA"}',
      '{"a":"file","b":"AAAA"}',
      '{"file":null,"a":"AAAA"}',
      '{"file":["AAAA"]}',
      '{"a\\"file":"AAAA"}',
      '["file","AAAA"]',
    ])
      expect(read(body)).toEqual({ rest: body, file: null })
  })

  it('refuses a body that has two', () => {
    expect(() => read('{"file":"AAAA","file":"BBBB"}')).toThrow('Invalid request')
  })
})
