export type Params = { [name: string]: Value }
export type Value = string | Value[] | Params

/** Parses the form encoding of Stripe's libraries, such as `items[0][price]=price_1`, in a query or a body. */
export function parseForm(text: string): Params {
  const root: Params = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = name.replaceAll(']', '').split('[')
    let place = root
    for (const key of keys.slice(0, -1)) {
      const next = place[key] ?? (Object.create(null) as Params)
      if (typeof next !== 'object' || Array.isArray(next)) throw new Error(`${name} is a value and holds others`)
      place[key] = next
      place = next
    }
    place[keys.at(-1) ?? ''] = value
  }
  return withArrays(root) as Params
}

/** `{0: a, 1: b}` is a list. */
function withArrays(value: Value): Value {
  if (typeof value !== 'object' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, member]) => [name, withArrays(member)] as const)
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index) || name === '')
  return isList ? entries.map(([, member]) => member) : Object.fromEntries(entries)
}
