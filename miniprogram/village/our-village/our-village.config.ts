export default definePageConfig({ navigationBarTitleText: '我的村', enablePullDownRefresh: true })
