/** Goes through ids in order, `size` at a time: `list` returns those after a given one, `work` gets each page. */
export async function inPages(
  size: number,
  list: (after: string, limit: number) => Promise<string[]>,
  work: (ids: string[]) => Promise<void>,
): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const ids: string[] = await list(after, size)
    await work(ids)
    after = ids.length < size ? undefined : ids.at(-1)
  }
}
