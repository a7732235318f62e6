import type { MeshNodes } from '@quiva/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldProblems } from '../../api/queries.ts'
import { useGateway } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Callout } from '../../parts/callout.tsx'
import { Choices } from '../../parts/checks.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

const NODES = ['1', '3', '5'] as const
type Nodes = (typeof NODES)[number]

/** Sets the desired placement; the streams are moved afterwards. */
export function PlacementDialog({ desired, onClose }: { desired: MeshNodes['desired']; onClose: () => void }) {
  const { client, queries } = useGateway()
  const t = useTexts()
  const say = useSay()
  const [nodes, setNodes] = useState<Nodes>(NODES.find((one) => Number(one) === desired?.num_nodes) ?? '3')
  const [regions, setRegions] = useState(desired?.regions.join(', ') ?? '')
  const save = useMutation({
    mutationFn: () =>
      client.PUT('/accounts/mesh-nodes', {
        body: { num_nodes: Number(nodes) as 1 | 3 | 5, regions: regions.split(/[\s,]+/).filter(Boolean) },
      }),
    onSuccess: async () => {
      say(t('bus.mesh.saved'))
      await queries.invalidateQueries({ queryKey: ['bus', 'mesh'] })
      onClose()
    },
  })
  // A problem of one region of the list stands at the field, too.
  const ofRegions = Object.entries(fieldProblems(save.error)).filter(([name]) => name.startsWith('regions'))
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('bus.mesh.dialog')}
      onSubmit={() => save.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {t('bus.mesh.save')}
          </Button>
        </>
      }
    >
      <Choices
        legend={t('bus.mesh.nodes')}
        value={nodes}
        onChange={setNodes}
        choices={NODES.map((value) => ({
          value,
          label: t(`bus.mesh.nodes.${value}`),
          hint: t(`bus.mesh.nodes.${value}.hint`),
        }))}
      />
      <TextField
        label={t('bus.mesh.regions')}
        hint={t('bus.mesh.regions.hint')}
        name="regions"
        placeholder="eu"
        autoComplete="off"
        spellCheck={false}
        value={regions}
        problem={ofRegions[0]?.[1]}
        onChange={({ target }) => setRegions(target.value)}
      />
      <Callout tone="warn">{t('bus.mesh.careful')}</Callout>
      <ProblemNote error={save.error} fields={ofRegions.map(([name]) => name)} />
    </Dialog>
  )
}
