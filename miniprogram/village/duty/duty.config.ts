export default definePageConfig({ navigationBarTitleText: '我请假', enablePullDownRefresh: true })
