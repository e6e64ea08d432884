export default definePageConfig({ navigationBarTitleText: '报县备案', enablePullDownRefresh: true })
