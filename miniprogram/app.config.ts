export default defineAppConfig({
  // Named after the folder a newcomer would look in: residents first, then the village, then the township's desk.
  pages: [
    'pages/home/home',
    'pages/card/card',
    'pages/report/report',
    'pages/receipt/receipt',
    'pages/mine/mine',
    'pages/inbox/inbox',
    'pages/progress/progress',
    'pages/status/status',
    'pages/transfer-link/transfer-link',
    'pages/privacy/privacy',
    'pages/my-data/my-data',
    'pages/sign-in/sign-in',
    'pages/confirm-sign-in/confirm-sign-in',
    'pages/account/account',
  ],
  subPackages: [
    {
      root: 'village',
      pages: [
        'today/today',
        'queue/queue',
        'our-village/our-village',
        'case/case',
        'visit/visit',
        'household/household',
        'figures/figures',
        'leads/leads',
        'duty/duty',
      ],
    },
    {
      root: 'township',
      pages: [
        'triage/triage',
        'cases/cases',
        'filing/filing',
        'entry/entry',
        'relief/relief',
        'settings/settings',
        'roster-import/roster-import',
        'cards/cards',
        'transfers/transfers',
        'transfer-out/transfer-out',
        'transfer/incoming',
        'transfer/transfer',
      ],
    },
  ],
  preloadRule: {
    'pages/home/home': { network: 'all', packages: ['village'] },
  },
  lazyCodeLoading: 'requiredComponents',
  sitemapLocation: 'sitemap.json',
  window: {
    navigationBarTitleText: '早发现',
    navigationBarBackgroundColor: '#faf8f4',
    navigationBarTextStyle: 'black',
    backgroundColor: '#faf8f4',
    backgroundTextStyle: 'dark',
    // A browser has its own bar with 返回 and 大字; WeChat draws the native one.
    navigationStyle: process.env.TARO_ENV === 'h5' ? 'custom' : 'default',
  },
  animation: false,
  // WeChat asks before the first use of something private; `components/privacy-sheet` says in plain words what for.
  __usePrivacyCheck__: true,
  // Asked for on the tap on 「用我现在的位置」 and at no other time; WeChat shows these words with its question.
  requiredPrivateInfos: ['getLocation'],
  permission: { 'scope.userLocation': { desc: '只在您点了以后，用来认是哪个村、哪一家' } },
})
