import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it, test } from 'vitest'
import { makeImage, makePhoto } from '../../../test/http/images.ts'
import { fastestOf } from '../../../test/http/pace.ts'
import { decodeBase64 } from './base64.ts'
import { type ImageType, imageTypes, parseImageType } from './image-types.ts'
import { MOST_BYTES, reencode } from './reencode.ts'

const SCRIPT = '<script>alert(document.domain)</script>'

async function refusalOf(bytes: Uint8Array, type: ImageType): Promise<string> {
  return reencode(bytes, type).then(
    () => 'taken',
    (error) => error.code,
  )
}

/** A PNG chunk (PNG 3, §5.3). */
function chunk(name: string, data: Buffer): Buffer {
  const frame = Buffer.alloc(12 + data.length)
  frame.writeUInt32BE(data.length)
  frame.write(name, 4, 'latin1')
  data.copy(frame, 8)
  frame.writeUInt32BE(crc32(frame.subarray(4, -4)), frame.length - 4)
  return frame
}

/** A PNG of zeros: a megapixel takes 1 KiB. */
function pngOfZeros(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const data = deflateSync(Buffer.alloc(Math.min(height * (width + 1), 1_000_000)))
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

function gifOfFrames(count: number, edge: number): Buffer {
  const size = [edge & 255, edge >> 8, edge & 255, edge >> 8]
  const head = Buffer.from([...Buffer.from('GIF89a'), ...size, 0x80, 0, 0, 255, 0, 0, 0, 0, 255])
  const frame = Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0])
  return Buffer.concat([head, ...Array.from({ length: count }, () => frame), Buffer.from([0x3b])])
}

describe.each(imageTypes)('%s', (type) => {
  it('stays what it is, small enough to show, and is not blown up', async () => {
    const [wide, small] = await Promise.all([
      makeImage(type, { width: 1600, height: 400 }).then((bytes) => reencode(bytes, type)),
      makeImage(type).then((bytes) => reencode(bytes, type)),
    ])
    const format = type.slice('image/'.length)
    expect(await sharp(wide).metadata()).toMatchObject({ format, width: 512, height: 128 })
    expect(await sharp(small).metadata()).toMatchObject({ format, width: 60, height: 40 })
  })

  it('is refused when a part of it is missing', async () => {
    const whole = await makeImage(type, { width: 300, height: 300 })
    for (const share of [0.2, 0.6, 0.95]) {
      expect(await refusalOf(whole.subarray(0, Math.floor(whole.length * share)), type)).toBe('invalid_image')
    }
  })

  // Attack: an image that a browser takes for something else, or that a scanner lets through as something else.
  it('is refused under the name of another type', async () => {
    const bytes = await makeImage(type)
    for (const other of imageTypes.filter((one) => one !== type))
      expect(await refusalOf(bytes, other)).toBe('invalid_image')
  })

  // Attack: a file that is an image and something else, depending on who reads it.
  it('loses whatever hangs behind the image', async () => {
    const archive = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from(SCRIPT), Buffer.from('PK\x05\x06')])
    const polyglot = Buffer.concat([await makeImage(type), archive])
    const shown = await reencode(polyglot, type).catch((error) => error.code)
    if (shown !== 'invalid_image') expect(shown.includes('PK') || shown.includes('script')).toBe(false)
  })
})

describe('what is no image', () => {
  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    [
      'an SVG with a script',
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${SCRIPT}</svg>`),
    ],
    ['a page', Buffer.from(`<!doctype html>${SCRIPT}`)],
    ['a script that begins like a GIF', Buffer.from('GIF89a=1;alert(document.domain)//'.padEnd(200, '/'))],
    ['a signature and zeros', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100)])],
    ['a signature and noise', Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.from(SCRIPT.repeat(9))])],
    ['a WebP of nothing', Buffer.from('RIFF\x04\0\0\0WEBPVP8 ', 'latin1')],
  ])('is refused, whatever it claims to be: %s', async (_name, bytes) => {
    for (const type of imageTypes) expect(await refusalOf(bytes, type)).toBe('invalid_image')
  })

  // Attack: the other formats that the library knows have readers with a history of their own.
  it('cannot reach a decoder of another format', async () => {
    await reencode(await makeImage('image/png'), 'image/png')
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    const tiff = await sharp(await makeImage('image/png'))
      .tiff()
      .toBuffer()
    for (const bytes of [svg, tiff]) await expect(sharp(bytes).metadata()).rejects.toThrow('unsupported image format')
  })
})

describe('what is too large', () => {
  // Attack: a few bytes that become gigabytes when they are decoded.
  it.each<[string, ImageType, Buffer, string]>([
    ['a PNG of 900 megapixels in a few KiB', 'image/png', pngOfZeros(30_000, 30_000), 'image_too_large'],
    ['a GIF whose frames are too many together', 'image/gif', gifOfFrames(11, 2000), 'image_too_large'],
    ['a PNG whose header says more than any may have', 'image/png', pngOfZeros(0x7fffffff, 1), 'invalid_image'],
  ])('is measured, and never decoded: %s', async (_name, type, bytes, code) => {
    const small = await makeImage('image/png')
    const decoding = await fastestOf(3, () => sharp(small).png().toBuffer())
    // Decoded, 900 megapixels would take some thousand times as long as a small image.
    expect(await fastestOf(3, async () => expect(await refusalOf(bytes, type)).toBe(code))).toBeLessThan(
      100 * decoding + 100,
    )
  })

  // Attack: 300 KiB that take 400 MB, since what is interlaced has to lie in memory as a whole.
  it('is measured as it lies in memory: depth, channels, and whether all of it has to be there', async () => {
    const make = (edge: number, progressive: boolean) =>
      sharp({ create: { width: edge, height: edge, channels: 4, background: '#0000' } })
        .toColourspace('rgb16')
        .png({ progressive, compressionLevel: 1 })
        .toBuffer()
    expect(await refusalOf(await make(3100, true), 'image/png')).toBe('taken')
    expect(await refusalOf(await make(3300, true), 'image/png')).toBe('image_too_large')
    expect(await refusalOf(await make(3300, false), 'image/png')).toBe('taken')
    expect(await refusalOf(await make(4500, false), 'image/png')).toBe('image_too_large')
  }, 20_000)

  it('is refused a byte beyond 10 MiB, and a row beyond 40 megapixels', async () => {
    const photo = await makePhoto(64, 64)
    const padded = (length: number) => Buffer.concat([photo, Buffer.alloc(length - photo.length)])
    expect(await refusalOf(padded(MOST_BYTES), 'image/jpeg')).toBe('taken')
    expect(await refusalOf(padded(MOST_BYTES + 1), 'image/jpeg')).toBe('image_too_large')
    expect(await refusalOf(gifOfFrames(10, 2000), 'image/gif')).toBe('taken')
    expect(await refusalOf(pngOfZeros(8000, 5001), 'image/png')).toBe('image_too_large')
  })
})

// Attack: where a photo was taken, and with what, stands in it.
it('turns a photo upright and forgets where it was taken', async () => {
  const photo = await sharp(await makePhoto(800, 600))
    .withExif({ IFD0: { Artist: 'Ada' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  expect((await sharp(photo).metadata()).orientation).toBe(6)
  const shown = await reencode(photo, 'image/jpeg')
  const { width, height, exif, icc, xmp, orientation } = await sharp(shown).metadata()
  expect({ width, height, exif, icc, xmp, orientation }).toEqual({ width: 384, height: 512 })
})

it('forgets comments and text of a PNG', async () => {
  const png = await makeImage('image/png')
  const end = png.length - 12
  const text = chunk('tEXt', Buffer.from(`Comment\0${SCRIPT}`, 'latin1'))
  const shown = await reencode(Buffer.concat([png.subarray(0, end), text, png.subarray(end)]), 'image/png')
  expect(shown.includes('script')).toBe(false)
})

it('leaves the first frame of an animation', async () => {
  const shown = await reencode(gifOfFrames(5, 10), 'image/gif')
  expect((await sharp(shown, { animated: true }).metadata()).pages ?? 1).toBe(1)
})

it('leaves the event loop alone while it works', async () => {
  const photo = await makePhoto(1500, 1000)
  let turns = 0
  const turning = setInterval(() => {
    turns += 1
  }, 1)
  await reencode(photo, 'image/jpeg')
  clearInterval(turning)
  expect(turns).toBeGreaterThan(5)
})

describe('base64', () => {
  it.each([0, 1, 2, 3, 4, 1000])('gives back %d bytes', (length) => {
    const bytes = Buffer.alloc(length, 0xa7)
    expect(Buffer.from(decodeBase64(bytes.toString('base64')) ?? [])).toEqual(bytes)
  })

  it.each([
    'A',
    'AA',
    'AAA',
    'QQ=',
    'QQ===',
    'QQ==QQ==',
    'QR==',
    'QUJ=',
    ' QQ==',
    'QQ==\n',
    'QU\nJD',
    'Q_-=',
    '====',
    'Ä',
    '😀',
  ])('is taken strictly, with padding and without anything between or beyond: %j', (text) => {
    expect(decodeBase64(text)).toBeUndefined()
  })
})

it.each([
  ['image/PNG', 'image/png'],
  [' image/jpeg; q=1', 'image/jpeg'],
  ['image/jpg', 'image/jpeg'],
  ['image/svg+xml', undefined],
  ['image/*', undefined],
  ['image/png,image/gif', undefined],
  ['', undefined],
])('a type is read as HTTP has it: %j', (typed, type) => {
  expect(parseImageType(typed)).toBe(type)
})
