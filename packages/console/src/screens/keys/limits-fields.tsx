import type { Quota } from '@quiva/client'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../gateway-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Switch } from '../../parts/checks.tsx'
import { useEmbedding } from '../../parts/embedding.ts'
import { TextField } from '../../parts/field.tsx'
import { FormRow } from '../../parts/form.tsx'
import { SelectField } from '../../parts/select.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import { ChipsField } from './chips-field.tsx'
import type { LimitsDraft } from './drafts.ts'
import type { Problems } from './problems.ts'

const periods = ['day', 'week', 'month'] as const
const beginnings = ['calendar', 'issued'] as const

type Props = { draft: LimitsDraft; problems: Problems; onChange: (change: Partial<LimitsDraft>) => void }

/** From where and how much a key may be used. */
export function LimitsFields({ draft: { networks, rate, quota }, problems, onChange }: Props) {
  const t = useTexts()
  return (
    <>
      <ChipsField
        label={t('keys.networks')}
        hint={t('keys.networks.hint')}
        problem={problems.at('allowed_ips')}
        values={networks}
        onChange={(next) => onChange({ networks: next })}
        beside={<OwnAddress onPick={(address) => onChange({ networks: [address] })} />}
      />
      <Switch
        label={t('keys.rate')}
        hint={t('keys.rate.switch')}
        checked={rate.on}
        onChange={(on) => onChange({ rate: { ...rate, on } })}
      />
      {rate.on && (
        <FormRow>
          <NumberField
            label={t('keys.rate.requests')}
            problem={problems.at('rate_limit.requests')}
            value={rate.requests}
            onChange={(requests) => onChange({ rate: { ...rate, requests } })}
          />
          <NumberField
            label={t('keys.rate.per')}
            problem={problems.at('rate_limit.per_seconds')}
            value={rate.perSeconds}
            onChange={(perSeconds) => onChange({ rate: { ...rate, perSeconds } })}
          />
        </FormRow>
      )}
      <Switch
        label={t('keys.quota')}
        hint={t('keys.quota.switch')}
        checked={quota.on}
        onChange={(on) => onChange({ quota: { ...quota, on } })}
      />
      {quota.on && (
        <FormRow>
          <NumberField
            label={t('keys.quota.requests')}
            problem={problems.at('quota.requests')}
            value={quota.requests}
            onChange={(requests) => onChange({ quota: { ...quota, requests } })}
          />
          <SelectField<Quota['per']>
            label={t('keys.quota.per')}
            value={quota.per}
            choices={periods.map((value) => ({ value, label: t(`keys.quota.per.${value}`) }))}
            onChange={(per) => onChange({ quota: { ...quota, per } })}
          />
          <SelectField<Quota['resets']>
            label={t('keys.quota.resets')}
            value={quota.resets}
            choices={beginnings.map((value) => ({ value, label: t(`keys.quota.resets.${value}`) }))}
            onChange={(resets) => onChange({ quota: { ...quota, resets } })}
          />
        </FormRow>
      )}
    </>
  )
}

export function NumberField({
  label,
  value,
  problem,
  onChange,
}: {
  label: string
  value: string
  problem: string | undefined
  onChange: (value: string) => void
}) {
  return (
    <TextField
      label={label}
      problem={problem}
      inputMode="numeric"
      autoComplete="off"
      value={value}
      onChange={({ target }) => onChange(target.value.trim())}
    />
  )
}

/** The address that the gateway sees this browser at, from the caller's own sessions. */
function OwnAddress({ onPick }: { onPick: (address: string) => void }) {
  const t = useTexts()
  const client = useClient()
  // An embedded session may not read sessions (docs/embedding.md).
  const enabled = useEmbedding() === undefined
  const { data: address } = useQuery({
    queryKey: ['keys', 'own-address'],
    enabled,
    queryFn: async ({ signal }) =>
      (await client.GET('/accounts/session-tokens', { signal })).data.auth.find(({ current }) => current)?.ip ?? null,
  })
  if (!address) return null
  return <Button onClick={() => onPick(address)}>{t('keys.networks.mine', { address })}</Button>
}
