// The specification's TypeScript functions, without their types, which Node would not run; only the
// host differs. `node clients.mjs createChatShare '["1", 2, {}]'` prints what the function gives.

const host = process.env.SHARE_HOST

async function createChatShare(
  userId,
  chatId,
  shareRequest
) {
  const response = await fetch(
    `${host}/api/users/${userId}/chats/${chatId}/shares`,
    {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(shareRequest),
      credentials: 'include', // Important for cookie handling
    }
  )

  if (!response.ok) {
    throw new Error(`HTTP error! status: ${response.status}`)
  }

  return await response.json()
}

async function getSharedChat(
  uuid,
  password
) {
  const headers = {};
  if (password) {
    const auth = btoa(`:${password}`);
    headers.Authorization = `Basic ${auth}`;
  }

  const response = await fetch(
    `${host}/api/shared/chats/${uuid}`,
    { headers }
  );

  if (!response.ok) {
    throw new Error(`HTTP error! status: ${response.status}`);
  }

  return await response.json();
}

async function createWhitelistEntries(
  userId,
  chatId,
  shareId,
  emails
) {
  const response = await fetch(
    `${host}/api/users/${userId}/chats/${chatId}/shares/${shareId}/whitelist-entries`,
    {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ emails }),
      credentials: 'include', // Important for cookie handling
    }
  )

  if (!response.ok) {
    throw new Error(`HTTP error! status: ${response.status}`)
  }

  return await response.json()
}

// Node keeps no cookies: this does what a browser does for `credentials: 'include'`.
const fetchWithoutCookies = fetch
globalThis.fetch = (url, options) => {
  const cookie = options?.credentials === 'include' ? { Cookie: `neptun-session=${process.env.SHARE_SESSION}` } : {}
  return fetchWithoutCookies(url, { ...options, headers: { ...options.headers, ...cookie } })
}

const functions = { createChatShare, getSharedChat, createWhitelistEntries }
const [name, given] = process.argv.slice(2)
console.log(JSON.stringify(await functions[name](...JSON.parse(given))))
