/** What made-up staff do by the console's own forms, so that pages have something to show. */
export async function writeAboutFacilities(url: string): Promise<void> {
  const author = 'Cán bộ giả lập';
  const forms: readonly (readonly [path: string, fields: Record<string, string>])[] = [
    ['/facilities/99004/notes', { text: 'Ghi chú giả lập: đã gọi phòng công nghệ thông tin, hẹn xem lại vào thứ Tư.' }],
    ['/facilities/99004/scope', { value: 'yes', from: '2026-11-01', reason: 'Quyết định giả lập cho ảnh chụp' }],
    ['/reports/months/2026-10/revise', { reason: 'Bản chốt giả lập cho ảnh chụp' }],
  ];
  for (const [path, fields] of forms) {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ ...fields, author }),
    });
    if (response.status >= 400) process.stderr.write(`${path}: ${response.status}\n`);
  }
}
