import type { Connect } from '../connect.ts'
import { type Output, visible } from '../output.ts'

type Parts = { connect: Connect; output: Output }

type Wish = { num_nodes: number; regions: string[] }

/** getMeshNodes. */
export async function showMesh({ connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { data: mesh } = await client.GET('/accounts/mesh-nodes')
  const { streams, reason, checked_on: checkedOn, unseen_since: unseenSince } = mesh
  const lines = [
    ['Desired', inWords(mesh.desired)],
    ['Applied', inWords(mesh.applied)],
    ['State', reason === null ? mesh.state : `${mesh.state}: ${reason}`],
    ['Streams', streams.total === null ? 'not checked yet' : `${streams.placed} of ${streams.total} in place`],
    ...(checkedOn === null ? [] : [['Checked', inUtc(checkedOn)]]),
    ...(unseenSince === null ? [] : [['Unseen', `since ${inUtc(unseenSince)}`]]),
    ...streams.failing.map(({ name, reason: why }) => ['Failing', `${name}: ${why}`]),
  ]
  output.result(mesh, lines.map(([label = '', value = '']) => `${label.padEnd(12)}${visible(value)}`).join('\n'))
}

/** updateMeshNodes. */
export async function setMesh(nodes: 1 | 3 | 5, regions: string[], { connect, output }: Parts): Promise<void> {
  const { client } = await connect.signedIn()
  const { message } = await client.PUT('/accounts/mesh-nodes', { body: { num_nodes: nodes, regions } })
  output.result({ num_nodes: nodes, regions, message }, message)
  output.note('To see the progress: quiva mesh show')
}

function inUtc(moment: string): string {
  return `${moment.slice(0, 19).replace('T', ' ')} UTC`
}

function inWords(wish: Wish | null): string {
  if (!wish) return 'nothing'
  return `${wish.num_nodes} ${wish.num_nodes === 1 ? 'node' : 'nodes'} in ${wish.regions.join(', ')}`
}
