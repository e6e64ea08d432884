export default definePageConfig({ navigationBarTitleText: '分派台', enablePullDownRefresh: true })
