import { expect, test } from 'vitest'
import { type Fragment, html, toMarkup } from './html.ts'

test('text is escaped in content and in quoted attributes', () => {
  const hostile = `"><script>alert('1')</script>&amp;`
  expect(toMarkup(html`<p title="${hostile}">${hostile}</p>`)).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</p>',
  )
})

test('markup nests, lists are joined, and nothing leaves nothing', () => {
  const items = ['a', 'b'].map((item) => html`<li>${item}</li>`)
  expect(toMarkup(html`<ul>${items}</ul>${undefined}${false}${[]}${0}`)).toBe('<ul><li>a</li><li>b</li></ul>0')
})

// Attack: an object that came in as JSON and looks like markup.
test('only this module makes markup', () => {
  const forged = JSON.parse('{"markup":"<script>","html":"<script>","Symbol(markup)":"<script>"}') as Fragment
  expect(toMarkup(html`<p>${forged}</p>`)).not.toContain('<script>')
})
