import { covers } from '../../../../gateway/src/access/scopes.ts'

/** The environment variable that the examples read the key from: no example has the key itself. */
export const VARIABLE = 'QUIVA_API_KEY'

export type SnippetName = 'curl' | 'node' | 'python' | 'go' | 'nats'
export type Snippet = { name: SnippetName; code: string }

/** A first call that the key may make: one that shows something, or else the one that every key may use. */
const callOf = (scopes: readonly string[] | null) =>
  scopes === null || covers(new Set(scopes), 'account:read') ? '/accounts/info' : '/verify'

export function snippetsOf({
  gatewayUrl,
  scopes,
  credsFile,
}: {
  gatewayUrl: string
  scopes: readonly string[] | null
  /** The name of the creds file; undefined for a key without creds. */
  credsFile: string | undefined
}): readonly Snippet[] {
  const path = callOf(scopes)
  const url = `${gatewayUrl}${path}`
  // The answer of GET /verify is its headers.
  const showsHeaders = path === '/verify'
  return [
    { name: 'curl', code: curl(url, showsHeaders) },
    { name: 'node', code: showsHeaders ? nodeFetch(url) : node(gatewayUrl, path) },
    { name: 'python', code: python(url, showsHeaders) },
    { name: 'go', code: go(url) },
    ...(credsFile === undefined ? [] : [{ name: 'nats' as const, code: nats(credsFile) }]),
  ]
}

const curl = (url: string, showsHeaders: boolean) =>
  `curl ${showsHeaders ? '--include' : '--fail-with-body'} \\
  --header "X-Api-Key: $${VARIABLE}" \\
  ${url}
`

const node = (gatewayUrl: string, path: string) => `// npm install @quiva/client
import { createClient } from '@quiva/client'

const client = createClient({
  baseUrl: '${gatewayUrl}',
  credential: { apiKey: process.env.${VARIABLE} },
})
const { data } = await client.GET('${path}')
console.log(data)
`

const nodeFetch = (url: string) => `const answer = await fetch('${url}', {
  headers: { 'X-Api-Key': process.env.${VARIABLE} },
})
console.log(answer.status, Object.fromEntries(answer.headers))
`

const python = (url: string, showsHeaders: boolean) => `import os
import urllib.request

request = urllib.request.Request(
    "${url}",
    headers={"X-Api-Key": os.environ["${VARIABLE}"]},
)
with urllib.request.urlopen(request) as answer:
    print(${showsHeaders ? 'answer.status, dict(answer.headers)' : 'answer.read().decode()'})
`

const go = (url: string) => `package main

import (
	"log"
	"net/http"
	"net/http/httputil"
	"os"
)

func main() {
	request, err := http.NewRequest("GET", "${url}", nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-Api-Key", os.Getenv("${VARIABLE}"))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := httputil.DumpResponse(answer, true)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("%s", text)
}
`

const nats = (credsFile: string) => `# NATS_URL is the address of your message bus: nats://host:4222
nats --server "$NATS_URL" --creds ${credsFile} subscribe 'orders.>'
`
