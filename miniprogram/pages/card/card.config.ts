export default definePageConfig({
  navigationBarTitleText: '村里的热线',
  enableShareAppMessage: true,
  enableShareTimeline: true,
})
