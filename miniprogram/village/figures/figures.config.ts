export default definePageConfig({ navigationBarTitleText: '村里的数', enablePullDownRefresh: true })
