/** Requests to the operations with a first look, as clients, proxies and attackers send them. */

/** By name: `OWN` stands for the id of the caller's account. */
const QUERIES = [
  '?',
  '?x=1',
  '?scope=orders:read',
  '?scope=orders%3Aread',
  '?scope=orders:read%20orders:write',
  '?scope=orders:read+orders:write',
  '?scope=',
  '?scope',
  '?scope=a&scope=b',
  '?cost=0',
  '?cost=3',
  '?cost=03',
  '?cost=1001',
  '?cost=2&cost=3',
  '?environment=test',
  '?environment=live',
  '?environment=none',
  '?metadata=team,plan',
  '?metadata=none',
  '?metadata=,',
  '?audience=orders',
  '?audience=orders&cost=0',
  '?account=1',
  '?account=OWN',
  '?account=OWN&scope=orders:read&cost=2&environment=live',
  '?account=OWN&account=1',
  '?account[]=OWN',
  '?account=OWN&',
  '?__proto__=1',
  '?constructor=1',
  '?%00=1',
  '?scope=%00',
  '?scope=%ED%A0%80',
  '?scope=%',
  '#x',
  '?scope=orders:read#x',
  ';scope=orders:read',
  `?${'x=1&'.repeat(60)}`,
  `?scope=${'a'.repeat(1200)}`,
]

const OTHER_PATHS = ['/accounts/info/', '//verify', '/verify/', '/VERIFY', '/%76erify', '/accounts/./info', '/verify/x']

/** The start line: `GET URL HTTP/1.1` unless it says otherwise. */
const STARTS = [
  'HEAD URL HTTP/1.1',
  'POST URL HTTP/1.1',
  'OPTIONS URL HTTP/1.1',
  'GET URL HTTP/1.0',
  'get URL HTTP/1.1',
]

/** Lines beside Host and the credential `KEY`; those that begin with `-` take the place of both. */
const LINES = [
  ['X-Forwarded-For: 203.0.113.77'],
  ['X-Forwarded-For: 198.51.100.7, 203.0.113.77'],
  ['X-Forwarded-For: 203.0.113.77, unknown'],
  ['X-Forwarded-For: 203.0.113.77', 'X-Forwarded-For: 198.51.100.7'],
  ['X-Forwarded-For: [2001:db8::1]:443'],
  ['X-Request-Id: of-the-proxy-1'],
  ['X-Request-Id: <script>'],
  ['X-Request-Id: one', 'X-Request-Id: two'],
  ['Host: y'],
  ['X-Api-Key: KEY'],
  ['Authorization: Bearer KEY'],
  ['Authorization: Bearer nonsense'],
  ['Authorization: Basic a2V5OmtleQ=='],
  ['Authorization: Bearer KEY', 'Authorization: Bearer KEY'],
  ['Content-Type: a', 'Content-Type: b'],
  ['Content-Length: 0'],
  ['Content-Length: 2', '', '{}'],
  ['Transfer-Encoding: chunked', '', '2', '{}', '0', ''],
  ['Expect: 100-continue'],
  ['Expect: something'],
  ['Upgrade: h2c', 'Connection: Upgrade'],
  ['Connection: close'],
  ['Connection: keep-alive'],
  ['Origin: https://app.example.com'],
  ['Access-Control-Request-Method: GET'],
  ['Prefer: wait=0'],
  ['If-None-Match: *'],
  ['If-Match: "x"'],
  ['If-Modified-Since: Sun, 29 Nov 2099 00:00:00 GMT'],
  ['Range: bytes=0-1'],
  ['Accept: text/html', 'Accept-Encoding: gzip, br', 'Accept-Version: 9.9'],
  ['X-Http-Method-Override: DELETE'],
  ['X-Quiva-User: somebody'],
  ['X_Quiva_Role: root'],
  ['x.quiva-account: 1'],
  ['User-Agent: \u00ff'],
  ['X-Long: '.padEnd(9000, 'x')],
  ['X-Too-Long: '.padEnd(20_000, 'x')],
  ['-X-API-KEY: KEY', 'hOST: x'],
  ['-Host: x', 'authorization: bEaReR KEY'],
  ['-Host: x', 'Authorization: Bearer  KEY '],
  ['-Host: x', 'Authorization: KEY'],
  ['-Host: x', 'X-Api-Key:'],
  ['-Host: x'],
  ['-X-Api-Key: KEY'],
  ['-Host:', 'X-Api-Key: KEY'],
] as const

/**
 * The same for each cast, whose members are credentials by name. Every credential asks several times, so that it is
 * known the second time; `query` and `lines` are tried with some of them.
 */
export function requestsOf(cast: Readonly<Record<string, string>>, accountId: string): string[] {
  const requests: string[] = []
  function add(name: string, url: string, lines: readonly string[] = [], start = 'GET URL HTTP/1.1'): void {
    const secret = cast[name] ?? ''
    const usual = name === 'session' ? ['Host: x', 'Authorization: Bearer KEY'] : ['Host: x', 'X-Api-Key: KEY']
    const own = lines[0]?.startsWith('-') ? [lines[0].slice(1), ...lines.slice(1)] : [...usual, ...lines]
    const head = own.includes('') ? own : [...own, '']
    const text = [start.replace('URL', url), ...head, ''].join('\r\n')
    requests.push(text.replaceAll('KEY', secret).replaceAll('OWN', accountId))
  }

  for (const name of Object.keys(cast))
    for (const url of ['/accounts/info', '/verify', '/verify?scope=orders:read'])
      for (let times = 0; times < 4; times += 1) add(name, url)
  for (const name of ['plain', 'described', 'both'])
    for (const query of QUERIES)
      for (const path of name === 'plain' ? ['/accounts/info', '/verify', '/verify'] : ['/verify'])
        add(name, path + query)
  for (const url of OTHER_PATHS) add('plain', url)
  for (const name of ['plain', 'inNetwork'])
    for (const lines of LINES) for (const url of ['/accounts/info', '/verify']) add(name, url, lines)
  for (const start of STARTS) for (const url of ['/accounts/info', '/verify']) add('metered', url, [], start)
  return requests
}
