export default definePageConfig({ navigationBarTitleText: '我报的事', enablePullDownRefresh: true })
