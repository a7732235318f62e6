import { domainToASCII } from 'node:url'
import { describe, expect, it } from 'vitest'
import { shownAddress } from './shown-address.ts'

describe('an address in a mail or on a page', () => {
  it.each([
    'bücher.example',
    'почта.example',
    '例え.example',
    'eメール.example',
    '한국.example',
    'मेल.example',
    'ada.bücher.example',
  ])('shows the letters of the domain %s', (domain) => {
    expect(shownAddress(`ada@${domainToASCII(domain)}`)).toBe(`ada@${domain}`)
  })

  // Attack: a domain that looks like another one, in a mail that asks whether to move there.
  it.each([
    ['раураl.example', 'mixes Cyrillic and Latin'],
    ['аррӏе.example', 'is Cyrillic and looks Latin'],
    ['goοgle.example', 'has a Greek letter'],
  ])('stays in ASCII for %s, which %s', (domain) => {
    const ascii = `ada@${domainToASCII(domain)}`
    expect(shownAddress(ascii)).toBe(ascii)
  })

  it.each([
    'ada@example.com',
    'ada@xn--.example',
    'ada@xn--zzzzzzzzzzz.example',
    'ada@xn--a.example',
    'xn--bcher-kva@example.com',
    '',
  ])('stays as it is where there is nothing to show: %s', (address) => {
    expect(shownAddress(address)).toBe(address)
  })
})
