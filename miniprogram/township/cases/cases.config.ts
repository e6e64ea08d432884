export default definePageConfig({ navigationBarTitleText: '全乡线索', enablePullDownRefresh: true })
