import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { html } from '../../platform/values/html.ts'
import { createPages, page } from './page.ts'

const pages = createPages()

const document = pages.render(page({ title: 'A <b> & "title"', body: html`<p>Body</p>` }))

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

test('a page of a title and paragraphs escapes both', () => {
  const body = html`${['<b>one</b>', 'two'].map((paragraph) => html`<p>${paragraph}</p>\n`)}`
  const message = pages.render(page({ title: '<i>', body, tone: 'problem' }))
  expect(message).toContain('<h1>&lt;i&gt;</h1>')
  expect(message).toContain('<p>&lt;b&gt;one&lt;/b&gt;</p>')
  expect(message).toContain('<p>two</p>')
  expect(message).toContain('<svg class="mark problem"')
})
