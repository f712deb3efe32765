// The server's answers; an error carries the problems in the command line's words.

export class Problems extends Error {
  constructor(status, problems) {
    super(problems.map((p) => p.message).join('\n'))
    this.status = status
    this.problems = problems
  }
}

async function ask(path, options) {
  const response = await fetch(path, options)
  if (response.ok) return response
  let problems = [{ message: `the studio answered ${response.status}`, address: null }]
  try {
    const { error } = await response.json()
    problems = error.problems ?? [{ message: error.message, address: null }]
  } catch {
    // not our JSON: the status says all there is
  }
  throw new Problems(response.status, problems)
}

export const getJson = async (path) => (await ask(path)).json()
export const getBytes = async (path) => (await ask(path)).arrayBuffer()

export async function post(path, data) {
  const headers = { 'content-type': 'application/json' }
  return (await ask(path, { method: 'POST', headers, body: JSON.stringify(data) })).json()
}

export async function remove(path) {
  return (await ask(path, { method: 'DELETE' })).json()
}

// Calls back with the server's state whenever it changes; reconnects by itself.
export function follow(tell) {
  const source = new EventSource('/api/events')
  source.onmessage = (event) => tell(JSON.parse(event.data))
  return () => source.close()
}
