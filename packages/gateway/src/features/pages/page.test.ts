import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { html } from '../../platform/values/html.ts'
import { createPages, page } from './page.ts'
import { pageTexts } from './words.ts'

const pages = createPages()

const texts = pageTexts('test', { title: 'A <b> & "title"', paragraph_1: '<b>**{who}**</b> & `npm <ci>`: **{no} `one' })
const document = pages.render(page({ texts, body: () => html`<p>Body</p>` }))

describe('every page', () => {
  test('allows exactly its own style, and nothing else, by its Content-Security-Policy', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(document)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(pages.headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    )
    // A style attribute would need 'unsafe-inline' or a hash of its own.
    expect(document).not.toContain('style=')
  })

  test('keeps its address to itself, is never stored, sniffed or framed', () => {
    expect(pages.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    expect(Object.isFrozen(pages.headers)).toBe(true)
  })

  test('holds no script and loads nothing', () => {
    expect(document).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bon\w+=|url\(|@import|https?:/i)
  })

  test('has a language, a title, one main and one heading, with the title escaped in both places', () => {
    expect(document).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(document).toContain('<title>A &lt;b&gt; &amp; &quot;title&quot; · Quiva Gateway</title>')
    expect(document).toContain('<h1>A &lt;b&gt; &amp; &quot;title&quot;</h1>')
    expect(document.match(/<main>|<h1>/g)).toHaveLength(2)
  })
})

test('a text has two marks and its values; everything else that is typed is text', () => {
  const say = { who: '**<i>** `{no}`', no: 'no' }
  const body = pages.render(
    page({ texts, body: (words) => html`<p>${words('paragraph_1', say)}</p>`, tone: 'problem' }),
  )
  expect(body).toContain(
    '<p>&lt;b&gt;<strong>**&lt;i&gt;** `{no}`</strong>&lt;/b&gt; &amp; <code>npm &lt;ci&gt;</code>: **no `one</p>',
  )
  expect(body).toContain('<svg class="mark problem"')
})
