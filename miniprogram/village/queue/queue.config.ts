export default definePageConfig({ navigationBarTitleText: '手上的线索', enablePullDownRefresh: true })
