import type { Prepare, Scene } from './scene.ts'

export const prepareKeys: Prepare = async ({ world, root, ids }) => {
  const { test } = world
  const names = ['deploy pipeline', 'billing export', 'staging smoke tests', 'mobile app (Lisbon)', 'nightly backup']
  for (const name of names) {
    const { id, key } = await test.issueKey(root.bearer, name, { tags: ['ci'] })
    ids[`key:${name}`] = id
    if (name !== 'nightly backup') await test.call('GET /accounts/info', { key })
  }
}

export const keysScenes: Scene[] = [
  { name: 'keys', path: '/keys', as: 'root' },
  { name: 'keys-empty', path: '/keys', as: 'newcomer' },
  { name: 'keys-no-match', path: '/keys?search=nothing', as: 'root' },
]
