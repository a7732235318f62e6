import fc, { type Arbitrary } from 'fast-check'
import type { WireRequest } from './http.ts'
import type { Operation, Schema } from './operations.ts'

/**
 * Valid values that a test has. Generated requests hold `~name~` as a placeholder, which is filled in when the request
 * is sent, because a request that succeeds may use a value up.
 */
export type Goods = Record<
  'key' | 'bearer' | 'email' | 'password' | 'spare_key' | 'spare_id' | 'auth_token' | 'refresh_token',
  string
>

/** The placeholder that is valid for a field or parameter with that name. */
export const fitting: Record<string, `~${keyof Goods}~`[]> = {
  email: ['~email~'],
  password: ['~password~'],
  key: ['~spare_key~'],
  api_key: ['~spare_key~'],
  id: ['~spare_id~'],
  auth_token: ['~auth_token~'],
  refresh_token: ['~refresh_token~'],
  token: ['~auth_token~', '~refresh_token~'],
}

/** Fills the placeholders of a request in. */
export function fill(request: WireRequest, goods: Goods): WireRequest {
  const filled = (text: string) => text.replace(/~(\w+)~/g, (whole, name) => goods[name as keyof Goods] ?? whole)
  const { target, headers = [], body } = request
  return {
    ...request,
    target: filled(target),
    headers: headers.map(([name, value]) => [name, filled(value)]),
    ...(body !== undefined && { body: typeof body === 'string' ? filled(body) : body }),
  }
}

type Headers = [name: string, value: string][]

/** Requests to the operation that contain something invalid; a few happen to be valid. */
export function badRequests(operation: Operation): Arbitrary<WireRequest> {
  const { method, path } = operation
  return fc
    .record({
      query: queries(operation.query),
      headers: headers(operation),
      contentType: frequently(
        ['application/json'],
        [
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'application/json; charset=latin1',
          'application/jsonx',
          'APPLICATION/JSON;',
          ',',
          undefined,
        ],
      ),
      body: operation.body ? bodies(operation.body) : frequently([undefined], ['{}', '[', 'x']),
    })
    .map(({ query, headers, contentType, body }) => ({
      method,
      target: path.replace(/\{\w+\}/g, 'x') + query,
      headers: body === undefined || contentType === undefined ? headers : [...headers, ['Content-Type', contentType]],
      ...(body !== undefined && { body }),
    }))
}

/** Mostly a value of the first list, now and then one of the second. */
function frequently<T>(usual: T[], odd: T[]): Arbitrary<T> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...usual), weight: 8 },
    { arbitrary: fc.constantFrom(...odd), weight: 1 },
  )
}

function headers({ anonymous, headers: own }: Operation): Arbitrary<Headers> {
  const [key, bearer] = ['~key~', '~bearer~']
  const good: Headers[] = anonymous ? [[]] : [[['X-Api-Key', key]], [['Authorization', `Bearer ${bearer}`]]]
  const odd: Headers[] = [
    [],
    [['Authorization', 'Bearer']],
    [['Authorization', 'Bearer a.b.c']],
    [['Authorization', 'Bearer ..']],
    [['Authorization', `Basic ${Buffer.from(`a:${key}`).toString('base64')}`]],
    [['Authorization', `Bearer ${bearer}x`]],
    [['Authorization', `Bearer ${'x'.repeat(8000)}`]],
    [['Authorization', '\u00ff\u0080']],
    [['X-Api-Key', '']],
    [['X-Api-Key', `${key} `.repeat(3)]],
    [['X-Api-Key', 'ms-00000000000000000000000000000000']],
    [['X-Api-Key', '__proto__']],
    // The same header twice, and two credentials at once
    [
      ['X-Api-Key', key],
      ['X-Api-Key', key],
    ],
    [
      ['Authorization', `Bearer ${key}`],
      ['authorization', `Bearer ${bearer}`],
    ],
    [
      ['Content-Type', 'application/json'],
      ['Content-Type', 'application/json'],
    ],
    [
      ['Authorization', `Bearer ${bearer}`],
      ['X-Api-Key', 'nonsense'],
    ],
  ]
  // Each request has another client address, so that no throttle refuses it before its input is checked.
  const place = fc.oneof(
    { arbitrary: fc.ipV4(), weight: 8 },
    fc.ipV6(),
    fc.constantFrom('unknown', '1.2.3.4, ::1', 'x'.repeat(3000), '"><', '1.2.3.4:80', '%00', '::ffff:1.2.3.4'),
  )
  const agent = frequently(['curl/8'], ['', 'x'.repeat(4000), '\u00e9\u00ff'])
  const value = frequently(
    ['http://gateway.test/page'],
    ['', 'x'.repeat(3000), 'http://', '\u00ff', '//evil.example.com'],
  )
  const extras = fc.tuple(...Object.keys(own).map((name) => fc.tuple(fc.constant(name), value)))
  return fc
    .tuple(frequently(good, odd), place, agent, extras)
    .map(([credentials, from, name, more]) => [
      ...credentials,
      ['X-Forwarded-For', from],
      ['User-Agent', name],
      ...more,
    ])
}

function queries(parameters: Record<string, Schema>): Arbitrary<string> {
  const names = Object.keys(parameters)
  const value = (name: string) =>
    fc.oneof(
      valid(name, parameters[name] ?? {}).map((text) => encodeURIComponent(String(JSON.parse(text)))),
      fc.array(codePoint, { maxLength: 20 }).map((points) => encodeURIComponent(points.join(''))),
      fc.constantFrom('', '%00', '%', '%zz', '%ff', '%ED%A0%80', '%c0%80', '+', '[]', 'x'.repeat(9000), '%F0%9F%98%80'),
    )
  const known = names.map((name) => fc.tuple(fc.constantFrom(name, name, name, `${name}[]`, `${name}[a]`), value(name)))
  const unknown = fc.tuple(fc.constantFrom('__proto__', 'constructor', 'x', '%ff', 'toString[valueOf]', ''), value(''))
  return fc
    .array(fc.oneof(...known.map((arbitrary) => ({ arbitrary, weight: 3 })), unknown), { maxLength: 4 })
    .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map(([name, text]) => `${name}=${text}`).join('&')}`))
}

/** Bodies as text or bytes: objects that nearly fit the schema, other JSON, and bytes that are not JSON at all. */
function bodies(schema: Schema): Arbitrary<string | Buffer | undefined> {
  const nearly = objects(schema)
  return fc.oneof(
    { arbitrary: nearly, weight: 20 },
    { arbitrary: odd(), weight: 2 },
    { arbitrary: fc.tuple(nearly, fc.nat()).map(([text, at]) => text.slice(0, at % text.length)), weight: 1 },
    { arbitrary: nearly.map((text) => `${text}${text}`), weight: 1 },
    { arbitrary: nearly.map((text) => `\ufeff${text}`), weight: 1 },
    { arbitrary: nearly.map((text) => text.replaceAll('"', "'")), weight: 1 },
    { arbitrary: nearly.map((text) => Buffer.from(text.replace(/"$|"}$/, '\u00ff"}'), 'latin1')), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
    { arbitrary: fc.constantFrom(undefined, '', ' ', 'undefined', 'NaN', '// {}', '{}'), weight: 1 },
  )
}

/** Objects with one thing wrong, so that nothing else hides it; with anything wrong; and some that are right. */
function objects({ properties = {} }: Schema): Arbitrary<string> {
  const names = Object.keys(properties)
  const right = fc.record(Object.fromEntries(names.map((name) => [name, valid(name, properties[name] ?? {})])))
  const wrong = fc.oneof({ arbitrary: odd(), weight: 5 }, { arbitrary: fc.constant(undefined), weight: 1 })
  const replaced = (most: number) => fc.dictionary(fc.constantFrom(...names, ''), wrong, { minKeys: 1, maxKeys: most })
  const extra = fc.tuple(
    fc.constantFrom('__proto__', 'constructor', 'toString', '', 'x\\u0000', '\\ud800', 'x'.repeat(5000), ...names),
    odd(),
  )
  return fc
    .tuple(
      right,
      fc.oneof({ arbitrary: replaced(1), weight: 5 }, replaced(names.length + 1), fc.constant({})),
      fc.oneof({ arbitrary: fc.constant([]), weight: 4 }, fc.array(extra, { maxLength: 3 })),
    )
    .map(([fine, odds, more]) => {
      const pairs = [...Object.entries<string | undefined>({ ...fine, ...odds }), ...more]
      return `{${pairs.flatMap(([name, text]) => (text === undefined ? [] : [`"${name}":${text}`])).join(',')}}`
    })
}

/** A value that fits the schema, as JSON. */
function valid(name: string, schema: Schema): Arbitrary<string> {
  const known = fitting[name]
  if (known) return fc.constantFrom(...known).map((text) => JSON.stringify(text))
  if (schema.enum) return fc.constantFrom(...schema.enum.map((value) => JSON.stringify(value)))
  switch (schema.type) {
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 }).map(String)
    case 'boolean':
      return fc.boolean().map(String)
    case 'array':
      return fc.array(valid('', schema.items ?? {}), { maxLength: 3 }).map((items) => `[${items.join(',')}]`)
    case 'object':
      return objects(schema)
    default:
      return (schema.format === 'email' ? addresses : texts(schema)).map((text) => JSON.stringify(text))
  }
}

const addresses = fc.oneof(
  fc.nat().map((number) => `person-${number}@example.com`),
  fc.emailAddress({ size: 'small' }),
)

/** Any code point except lone surrogates, which cannot be encoded in an address. */
const codePoint = fc
  .oneof(
    fc.integer({ min: 0, max: 0xff }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((point) => String.fromCodePoint(point))

/** Characters that users all over the world type, among them combining marks and compatibility forms. */
const character = fc.constantFrom(...'aZ7 -_.éßçñłЖ漢字한עع़́ﬁ№', '\u{1f600}', '\u{1f468}\u200d\u{1f469}')

function texts({ minLength = 0, maxLength = 40 }: Schema): Arbitrary<string> {
  return fc.string({ unit: character, minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) })
}

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

/** JSON that hardly any schema asks for. */
function odd(): Arbitrary<string> {
  const codeUnit = fc.oneof(
    fc.integer({ min: 0, max: 0x1f }),
    fc.integer({ min: 0xd800, max: 0xdfff }),
    fc.integer({ min: 0, max: 0xffff }),
  )
  const anyCodeUnits = fc
    .array(codeUnit, { maxLength: 20 })
    .map((units) => JSON.stringify(String.fromCharCode(...units)))
  const long = fc
    .tuple(fc.constantFrom('x', ' ', '\u{1f600}', '\u202e', 'a@', '\u0000', "'"), fc.integer({ min: 1, max: 20_000 }))
    .map(([unit, times]) => JSON.stringify(unit.repeat(times)))
  return fc.oneof(
    { arbitrary: fc.constantFrom(...oddTexts), weight: 4 },
    { arbitrary: fc.constantFrom(...oddOthers), weight: 3 },
    { arbitrary: anyCodeUnits, weight: 2 },
    { arbitrary: long, weight: 1 },
    { arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)), weight: 1 },
  )
}

const oddTexts = [
  '""',
  '" "',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"a\\udfff"',
  '"\\udc00@example.com"',
  '"\\u202e"',
  '"\\r\\nBcc: eve@example.com"',
  '"\'; drop table users; --"',
  '"%00"',
  '"__proto__"',
]

const oddOthers = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e400',
  '-1e400',
  '9007199254740993',
  '123456789012345678901234567890',
  '[]',
  '{}',
  '[null]',
  '["a@example.com"]',
  '{"__proto__":{"role":"root"}}',
  '{"constructor":{"prototype":{"role":"root"}}}',
  '{"toString":null,"valueOf":null}',
  '{"length":1e9}',
  nested(60),
  nested(70),
  nested(5000),
  `{"a":`.repeat(3000).concat('1', '}'.repeat(3000)),
]
