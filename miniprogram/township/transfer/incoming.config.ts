export default definePageConfig({ navigationBarTitleText: '转来的事', enablePullDownRefresh: true })
