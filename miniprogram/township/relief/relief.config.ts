export default definePageConfig({ navigationBarTitleText: '救助', enablePullDownRefresh: true })
