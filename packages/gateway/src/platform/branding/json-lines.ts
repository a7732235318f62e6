export type Located = {
  /** The line in which a key stands, counted from 1; undefined for a key that is not there. */
  lineOf(key: readonly string[]): number | undefined
  /** Keys that an object has more than once: JSON.parse would take the last, and say nothing. */
  repeated: readonly (readonly string[])[]
}

/** Where the keys of a JSON text stand. The text must be well formed: only what tells keys from values is looked at. */
export function locateKeys(text: string): Located {
  const lines = new Map<string, number>()
  const repeated: string[][] = []
  const path: string[] = []
  const isObject: boolean[] = []
  let line = 1
  let isKeyNext = false
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],\n]/g)) {
    if (token === '\n') line += 1
    else if (token === '{' || token === '[') {
      isKeyNext = token === '{'
      isObject.push(isKeyNext)
      path.push('')
    } else if (token === '}' || token === ']') {
      isObject.pop()
      path.pop()
    } else if (token === ',') isKeyNext = isObject.at(-1) === true
    else if (isKeyNext) {
      isKeyNext = false
      path.splice(-1, 1, JSON.parse(token))
      const key = JSON.stringify(path)
      if (lines.has(key)) repeated.push([...path])
      lines.set(key, line)
    }
  }
  return { lineOf: (key) => lines.get(JSON.stringify(key)), repeated }
}

/** The line at which JSON.parse gave up, if its message says one. */
export function lineOfFailure(error: unknown, text: string): number | undefined {
  const message = error instanceof Error ? error.message : ''
  if (message.includes('end of JSON input')) return text.trimEnd().split('\n').length
  const line = /\(line (\d+) column \d+\)/.exec(message)?.[1]
  return line === undefined ? undefined : Number(line)
}
